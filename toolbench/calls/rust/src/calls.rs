// SPDX-License-Identifier: Apache-2.0

//! A callback is a task of the runtime that is ready when it is made.

use crate::window::Window;
use std::future::{poll_fn, Future};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{mpsc, Arc, Mutex};
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{sleep, Sleep};

const BATCH: u64 = 1000;
const PRODUCERS: usize = 4;
const PENDING: usize = 100_000;
const HOUR_NANOS: u64 = 3_600_000_000_000;

/// Only the runtime's own thread adds to what ran; an atomic is what makes it a task's that other threads may make.
struct Calls {
    ran: AtomicU64,
    window: Mutex<Window>,
    is_over: AtomicBool,
    over: Notify,
}

impl Calls {
    fn new(window: Window) -> Arc<Self> {
        Arc::new(Calls {
            ran: AtomicU64::new(0),
            window: Mutex::new(window),
            is_over: AtomicBool::new(false),
            over: Notify::new(),
        })
    }

    fn count(&self) -> u64 {
        let ran = self.ran.load(Relaxed) + 1;
        self.ran.store(ran, Relaxed);
        ran
    }

    fn window_is_over(&self, calls: u64) -> bool {
        self.window.lock().unwrap().is_over(calls)
    }
}

pub async fn batches(window: Window) {
    let calls = Calls::new(window);
    batch(&calls);
    calls.over.notified().await;
}

fn batch(calls: &Arc<Calls>) {
    for _ in 1..BATCH {
        let own = calls.clone();
        tokio::spawn(async move { own.count() });
    }
    let own = calls.clone();
    tokio::spawn(async move {
        let ran = own.count();
        if own.window_is_over(ran) {
            own.over.notify_one();
        } else {
            batch(&own);
        }
    });
}

pub async fn chains(window: Window) {
    let calls = Calls::new(window);
    chain(calls.clone());
    calls.over.notified().await;
}

fn chain(calls: Arc<Calls>) {
    tokio::spawn(async move {
        let ran = calls.count();
        if ran % BATCH == 0 && calls.window_is_over(ran) {
            calls.over.notify_one();
        } else {
            chain(calls);
        }
    });
}

pub async fn producers(window: Window) {
    let calls = Calls::new(window);
    let (ended, mut all_ended) = tokio::sync::mpsc::channel::<()>(1);
    for _ in 0..PRODUCERS {
        let (own, runtime, ended) = (calls.clone(), Handle::current(), ended.clone());
        std::thread::spawn(move || {
            produce(&own, &runtime);
            drop(ended);
        });
    }
    drop(ended);
    all_ended.recv().await; // when nobody has the other end any more
}

fn produce(calls: &Arc<Calls>, runtime: &Handle) {
    let (last, ran_last) = mpsc::sync_channel(1);
    while !calls.is_over.load(Relaxed) {
        for _ in 1..BATCH {
            let own = calls.clone();
            runtime.spawn(async move { own.count() });
        }
        let (own, last) = (calls.clone(), last.clone());
        runtime.spawn(async move {
            let ran = own.count();
            if !own.is_over.load(Relaxed) && own.window_is_over(ran) {
                own.is_over.store(true, Relaxed);
            }
            let _ = last.send(());
        });
        let _ = ran_last.recv();
    }
}

/// A timer is in the wheel once its future was polled, and leaves it when that is dropped.
pub async fn timers(window: Window) {
    let mut seed = 1u64;
    let mut an_hour_or_two = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_nanos(HOUR_NANOS + (seed >> 11) % HOUR_NANOS)
    };
    let delays: Vec<Duration> = (0..4096).map(|_| an_hour_or_two()).collect();
    let mut pending: Vec<Pin<Box<Sleep>>> = Vec::new();
    for _ in 0..PENDING {
        let mut timer = Box::pin(sleep(an_hour_or_two()));
        arm(timer.as_mut()).await;
        pending.push(timer);
    }
    let mut armed = 0;
    while !window.is_over(armed as u64) {
        for _ in 0..BATCH {
            let mut timer = std::pin::pin!(sleep(delays[armed % delays.len()]));
            arm(timer.as_mut()).await;
            armed += 1;
        }
        tokio::task::yield_now().await;
    }
}

async fn arm(mut timer: Pin<&mut Sleep>) {
    poll_fn(|context| {
        assert!(timer.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await
}
