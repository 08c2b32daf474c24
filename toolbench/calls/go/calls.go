// SPDX-License-Identifier: Apache-2.0

package main

import (
	"math/rand"
	"runtime"
	"sync/atomic"
	"time"
)

const (
	batch     = 1000
	producers = 4
	pending   = 100_000
)

// loop is one goroutine that runs what comes on a channel, one after the other. The channel holds a batch, as what runs on the loop must
// never wait for it.
type loop struct {
	calls         chan func()
	window        *window
	ran           int64
	armed         int64
	delays        [4096]time.Duration
	producersLeft int
	over          atomic.Bool
}

// run ends when the channel is closed.
func (l *loop) run() {
	for call := range l.calls {
		call()
	}
}

func (l *loop) count() { l.ran++ }

func (l *loop) batch() {
	for i := 1; i < batch; i++ {
		l.calls <- l.count
	}
	l.calls <- l.endOfBatch
}

func (l *loop) endOfBatch() {
	l.ran++
	if l.window.isOver(l.ran) {
		close(l.calls)
	} else {
		l.batch()
	}
}

func (l *loop) chain() {
	l.ran++
	if l.ran%batch == 0 && l.window.isOver(l.ran) {
		close(l.calls)
	} else {
		l.calls <- l.chain
	}
}

// startProducers lets goroutines be on threads of their own.
func (l *loop) startProducers() {
	runtime.GOMAXPROCS(runtime.NumCPU())
	l.producersLeft = producers
	for range producers {
		go l.produce()
	}
}

func (l *loop) produce() {
	last := make(chan struct{}, 1)
	for !l.over.Load() {
		for i := 1; i < batch; i++ {
			l.calls <- l.count
		}
		l.calls <- func() { l.endOfShare(last) }
		<-last
	}
	l.calls <- l.producerEnded
}

func (l *loop) endOfShare(last chan<- struct{}) {
	l.ran++
	if !l.over.Load() && l.window.isOver(l.ran) {
		l.over.Store(true)
	}
	last <- struct{}{}
}

func (l *loop) producerEnded() {
	l.producersLeft--
	if l.producersLeft == 0 {
		close(l.calls)
	}
}

func (l *loop) armPending() {
	random := rand.New(rand.NewSource(1))
	anHourOrTwo := func() time.Duration { return time.Hour + time.Duration(random.Int63n(int64(time.Hour))) }
	for i := range l.delays {
		l.delays[i] = anHourOrTwo()
	}
	for range pending {
		time.AfterFunc(anHourOrTwo(), func() { l.calls <- l.count })
	}
	l.armAndCancel()
}

// armAndCancel has timers that would hand their call to the loop, as what they run is on a goroutine of its own.
func (l *loop) armAndCancel() {
	for range batch {
		time.AfterFunc(l.delays[l.armed%int64(len(l.delays))], func() { l.calls <- l.count }).Stop()
		l.armed++
	}
	if l.window.isOver(l.armed) {
		close(l.calls)
	} else {
		l.calls <- l.armAndCancel
	}
}
