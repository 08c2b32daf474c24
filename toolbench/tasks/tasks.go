// SPDX-License-Identifier: Apache-2.0

// What a goroutine costs: medians of rounds. GOMAXPROCS=1 go run toolbench/tasks/tasks.go
package main

import (
	"fmt"
	"runtime"
	"sort"
	"time"
)

const times, rounds = 200_000, 15

func createAndAwait() {
	for i := 0; i < times; i++ {
		done := make(chan int)
		go func() { done <- i }()
		<-done
	}
}

func twoThatYield() {
	done := make(chan bool)
	for k := 0; k < 2; k++ {
		go func() {
			for i := 0; i < times; i++ {
				runtime.Gosched()
			}
			done <- true
		}()
	}
	<-done
	<-done
}

func twoWithChannels() {
	there, back := make(chan int, 1), make(chan int, 1)
	go func() {
		for i := 0; i < times; i++ {
			back <- <-there
		}
	}()
	for i := 0; i < times; i++ {
		there <- i
		<-back
	}
}

func measure(what string, count int, work func()) {
	var nanos []int64
	for r := 0; r < rounds; r++ {
		before := time.Now()
		work()
		nanos = append(nanos, time.Since(before).Nanoseconds()/int64(count))
	}
	sort.Slice(nanos, func(i, j int) bool { return nanos[i] < nanos[j] })
	fmt.Printf("%-40s %5d ns  (%d to %d)\n", what, nanos[rounds/2], nanos[0], nanos[rounds-1])
}

func main() {
	measure("create a goroutine and wait for it", times, createAndAwait)
	measure("switch between two that yield", 2*times, twoThatYield)
	measure("switch between two by channels", 2*times, twoWithChannels)
}
