// SPDX-License-Identifier: Apache-2.0

package main

import "runtime"

func createAndAwait(w *window) {
	calls := int64(0)
	for !w.isOver(calls) {
		for range batch {
			done := make(chan int64)
			go func() { done <- 1 }()
			calls += <-done
		}
	}
}

func twoThatYield(w *window) {
	done := make(chan struct{}, 2)
	for calls := int64(0); !w.isOver(calls); calls += 2 * batch {
		for range 2 {
			go func() {
				for range batch {
					runtime.Gosched()
				}
				done <- struct{}{}
			}()
		}
		<-done
		<-done
	}
}

func twoWithChannels(w *window) {
	there, back := make(chan int, 1), make(chan int, 1)
	go func() {
		for number := range there {
			back <- number
		}
	}()
	for calls := int64(0); !w.isOver(calls); calls += 2 * batch {
		for i := range batch {
			there <- i
			<-back
		}
	}
	close(there)
}
