// SPDX-License-Identifier: Apache-2.0

// An echo server as a Go programmer writes it: one goroutine for each connection, a loop of Read and Write. GOMAXPROCS=1
// for comparisons on one core.
package main

import (
	"flag"
	"fmt"
	"net"
	"os"
)

func main() {
	host := flag.String("host", "127.0.0.1", "address to listen on")
	port := flag.Int("port", 7777, "port to listen on")
	path := flag.String("unix", "", "UNIX socket to listen on instead")
	flag.Parse()
	network, address := "tcp", net.JoinHostPort(*host, fmt.Sprint(*port))
	if *path != "" {
		network, address = "unix", *path
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("listening on", listener.Addr())
	for {
		conn, err := listener.Accept()
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		go serve(conn)
	}
}

func serve(conn net.Conn) {
	defer conn.Close()
	buffer := make([]byte, 100*1024)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			return
		}
	}
}
