// SPDX-License-Identifier: Apache-2.0

//! What a call costs on tokio's runtime of one thread: tokio-calls --case call-soon --warmup 1 --seconds 2

mod calls;
mod tasks;
mod window;

use window::Window;

fn refuse(why: String) -> ! {
    eprintln!("{why}");
    std::process::exit(2)
}

fn seconds(option: &str, value: &str) -> f64 {
    value.parse().unwrap_or_else(|_| refuse(format!("{option} {value}: expected seconds")))
}

fn main() {
    let (mut name, mut warmup, mut length) = (String::new(), 1.0, 1.0);
    let mut arguments = std::env::args().skip(1);
    while let Some(option) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match option.as_str() {
            "--case" => name = value,
            "--warmup" => warmup = seconds(&option, &value),
            "--seconds" => length = seconds(&option, &value),
            _ => refuse(format!("unknown option '{option}'")),
        }
    }
    let window = Window::new(warmup, length);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async {
        match name.as_str() {
            "call-soon" => calls::batches(window).await,
            "call-soon-chain" => calls::chains(window).await,
            "call-soon-threadsafe" => calls::producers(window).await,
            "timers" => calls::timers(window).await,
            "task-await" => runtime.spawn(tasks::create_and_await(window)).await.unwrap(),
            "task-switch" => runtime.spawn(tasks::two_that_yield(window)).await.unwrap(),
            "task-switch-queue" => runtime.spawn(tasks::two_with_channels(window)).await.unwrap(),
            _ => refuse(format!("unknown case '{name}'")),
        }
    });
}
