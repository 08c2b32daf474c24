// SPDX-License-Identifier: Apache-2.0

// An echo server as a Go programmer writes it: one goroutine for each connection, a loop of Read and Write. GOMAXPROCS=1
// for comparisons on one core.
package main

import (
	"net"

	"jvloop/peers/go/listening"
)

func main() {
	listening.Serve(listening.Open(7777), serve)
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
