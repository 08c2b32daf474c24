// SPDX-License-Identifier: Apache-2.0

// What a call costs in Go, where a goroutine that runs functions from a channel is the loop: calls -case call-soon -warmup 1 -seconds 2
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
)

func main() {
	name := flag.String("case", "", "what to measure")
	seconds := flag.Float64("seconds", 1, "measured")
	warmup := flag.Float64("warmup", 1, "before that")
	flag.Parse()
	runtime.GOMAXPROCS(1)
	w := newWindow(*warmup, *seconds)
	l := &loop{calls: make(chan func(), batch), window: w}
	switch *name {
	case "call-soon":
		l.batch()
		l.run()
	case "call-soon-chain":
		l.chain()
		l.run()
	case "call-soon-threadsafe":
		l.startProducers()
		l.run()
	case "timers":
		l.armPending()
		l.run()
	case "task-await":
		createAndAwait(w)
	case "task-switch":
		twoThatYield(w)
	case "task-switch-queue":
		twoWithChannels(w)
	default:
		fmt.Fprintf(os.Stderr, "unknown case '%s'\n", *name)
		os.Exit(2)
	}
}
