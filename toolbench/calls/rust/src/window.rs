// SPDX-License-Identifier: Apache-2.0

use std::cell::Cell;
use std::time::{Duration, Instant};

struct Began {
    at: Instant,
    cpu: Duration,
    calls: u64,
}

/// The time that counts, after one that does not. Asked at the end of a batch, so that the clock costs nothing per call.
pub struct Window {
    created: Instant,
    warmup: Duration,
    length: Duration,
    began: Cell<Option<Began>>,
}

impl Window {
    pub fn new(warmup: f64, seconds: f64) -> Self {
        Window {
            created: Instant::now(),
            warmup: Duration::from_secs_f64(warmup),
            length: Duration::from_secs_f64(seconds),
            began: Cell::new(None),
        }
    }

    /// Whether enough was measured; says the result once it was.
    pub fn is_over(&self, calls: u64) -> bool {
        let Some(began) = self.began.take() else {
            if self.created.elapsed() >= self.warmup {
                let cpu = cpu();
                self.began.set(Some(Began { at: Instant::now(), cpu, calls }));
            }
            return false;
        };
        let wall = began.at.elapsed();
        if wall < self.length {
            self.began.set(Some(began));
            return false;
        }
        let counted = calls - began.calls;
        let cpu = cpu() - began.cpu;
        println!(
            "{{\"nanosPerCall\": {:.3}, \"cpuNanosPerCall\": {:.3}, \"calls\": {}}}",
            wall.as_nanos() as f64 / counted as f64,
            cpu.as_nanos() as f64 / counted as f64,
            counted
        );
        true
    }
}

/// What all threads have used.
fn cpu() -> Duration {
    // SAFETY: getrusage fills what it is given, which lives until it returns.
    let usage = unsafe {
        let mut usage = std::mem::zeroed::<libc::rusage>();
        libc::getrusage(libc::RUSAGE_SELF, &mut usage);
        usage
    };
    let micros = |time: libc::timeval| time.tv_sec as u64 * 1_000_000 + time.tv_usec as u64;
    Duration::from_micros(micros(usage.ru_utime) + micros(usage.ru_stime))
}
