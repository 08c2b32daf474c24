// SPDX-License-Identifier: Apache-2.0

// Package listening is what the Go peers have in common: their options, the socket that listens, and how they end.
package listening

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
)

// Open takes [--host H] [--port N] or --unix PATH, and says where it listens. SIGTERM ends the process with status 0.
func Open(defaultPort int) net.Listener {
	host := flag.String("host", "127.0.0.1", "address to listen on")
	port := flag.Int("port", defaultPort, "port to listen on")
	path := flag.String("unix", "", "UNIX socket to listen on instead")
	flag.Parse()
	network, address, prefix := "tcp", net.JoinHostPort(*host, strconv.Itoa(*port)), ""
	if *path != "" {
		network, address, prefix = "unix", *path, "unix:"
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		Fail(err)
	}
	go endAtSigterm()
	fmt.Printf("listening on %s%s\n", prefix, listener.Addr())
	return listener
}

// Serve starts a goroutine for each connection, for ever.
func Serve(listener net.Listener, serve func(net.Conn)) {
	for {
		conn, err := listener.Accept()
		if err != nil {
			Fail(err)
		}
		go serve(conn)
	}
}

// Fail ends the process with one line.
func Fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func endAtSigterm() {
	terminate := make(chan os.Signal, 1)
	signal.Notify(terminate, syscall.SIGTERM)
	<-terminate
	os.Exit(0)
}
