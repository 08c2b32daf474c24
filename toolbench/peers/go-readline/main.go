// SPDX-License-Identifier: Apache-2.0

// A server that sends every line back, with bufio: what is written leaves when no whole line waits to be read.
package main

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"net"
	"os"
)

func main() {
	host := flag.String("host", "127.0.0.1", "address to listen on")
	port := flag.Int("port", 7778, "port to listen on")
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
	reader := bufio.NewReaderSize(conn, 64*1024)
	writer := bufio.NewWriterSize(conn, 64*1024)
	for {
		line, err := reader.ReadSlice('\n')
		if err != nil {
			return
		}
		if _, err := writer.Write(line); err != nil {
			return
		}
		if !lineWaits(reader) {
			if err := writer.Flush(); err != nil {
				return
			}
		}
	}
}

func lineWaits(reader *bufio.Reader) bool {
	waiting, _ := reader.Peek(reader.Buffered())
	return bytes.IndexByte(waiting, '\n') >= 0
}
