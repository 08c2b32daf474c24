// SPDX-License-Identifier: Apache-2.0

// A server that sends every line back, with bufio: what is written leaves when no whole line waits to be read.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"net"

	"jvloop/peers/go/listening"
)

func main() {
	listening.Serve(listening.Open(7778), serve)
}

func serve(conn net.Conn) {
	defer conn.Close()
	reader := bufio.NewReaderSize(conn, 64*1024)
	writer := bufio.NewWriterSize(conn, 64*1024)
	for {
		line, ended := reader.ReadSlice('\n') // at the end, and of a line that is longer than the buffer: a part
		if _, err := writer.Write(line); err != nil {
			return
		}
		if !lineWaits(reader) {
			if err := writer.Flush(); err != nil {
				return
			}
		}
		if ended != nil && !errors.Is(ended, bufio.ErrBufferFull) {
			return
		}
	}
}

func lineWaits(reader *bufio.Reader) bool {
	waiting, _ := reader.Peek(reader.Buffered())
	return bytes.IndexByte(waiting, '\n') >= 0
}
