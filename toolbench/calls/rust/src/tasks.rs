// SPDX-License-Identifier: Apache-2.0

use crate::window::Window;
use tokio::sync::mpsc;
use tokio::task::yield_now;

const BATCH: u64 = 1000;

pub async fn create_and_await(window: Window) {
    let mut calls = 0;
    while !window.is_over(calls) {
        for _ in 0..BATCH {
            calls += tokio::spawn(async { 1 }).await.unwrap();
        }
    }
}

pub async fn two_that_yield(window: Window) {
    let yields = || {
        tokio::spawn(async {
            for _ in 0..BATCH {
                yield_now().await;
            }
        })
    };
    let mut calls = 0;
    while !window.is_over(calls) {
        let (one, other) = (yields(), yields());
        one.await.unwrap();
        other.await.unwrap();
        calls += 2 * BATCH;
    }
}

pub async fn two_with_channels(window: Window) {
    let (there, mut from_there) = mpsc::channel(1);
    let (back, mut from_back) = mpsc::channel(1);
    let other = tokio::spawn(async move {
        while let Some(number) = from_there.recv().await {
            back.send(number).await.unwrap();
        }
    });
    let mut calls = 0;
    while !window.is_over(calls) {
        for i in 0..BATCH {
            there.send(i).await.unwrap();
            from_back.recv().await;
        }
        calls += 2 * BATCH;
    }
    drop(there);
    other.await.unwrap();
}
