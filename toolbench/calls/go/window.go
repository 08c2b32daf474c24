// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"syscall"
	"time"
)

// window is the time that counts, after one that does not. It is asked at the end of a batch, so that the clock costs nothing per call.
type window struct {
	warmup, length time.Duration
	created, began time.Time
	beganCPU       time.Duration
	beganCalls     int64
}

func newWindow(warmup, seconds float64) *window {
	return &window{
		warmup:  time.Duration(warmup * float64(time.Second)),
		length:  time.Duration(seconds * float64(time.Second)),
		created: time.Now(),
	}
}

// isOver tells whether enough was measured, and says the result once it was.
func (w *window) isOver(calls int64) bool {
	now := time.Now()
	if w.began.IsZero() {
		if now.Sub(w.created) >= w.warmup {
			w.beganCPU, w.beganCalls = cpu(), calls
			w.began = time.Now()
		}
		return false
	}
	wall := now.Sub(w.began)
	if wall < w.length {
		return false
	}
	counted := calls - w.beganCalls
	fmt.Printf("{\"nanosPerCall\": %.3f, \"cpuNanosPerCall\": %.3f, \"calls\": %d}\n",
		float64(wall)/float64(counted), float64(cpu()-w.beganCPU)/float64(counted), counted)
	return true
}

// cpu is what all threads have used.
func cpu() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
