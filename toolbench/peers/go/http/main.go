// SPDX-License-Identifier: Apache-2.0

// An HTTP server on net/http: /1024, /10240, /102400 answer that many bytes.
package main

import (
	"bytes"
	"net/http"
	"strconv"

	"jvloop/peers/go/listening"
)

func main() {
	for _, size := range []int{1024, 10240, 102400} {
		body := bytes.Repeat([]byte{'x'}, size)
		http.HandleFunc("/"+strconv.Itoa(size), func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("Content-Length", strconv.Itoa(len(body)))
			w.Write(body)
		})
	}
	listening.Fail(http.Serve(listening.Open(8080), nil))
}
