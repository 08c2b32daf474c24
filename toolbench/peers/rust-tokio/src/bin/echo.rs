// SPDX-License-Identifier: Apache-2.0
//! An echo server on tokio: read, then write all of it.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_peers::{run, Service, Stream};

const BUFFER: usize = 100 * 1024;

#[derive(Clone, Copy)]
struct Echo;

impl Service for Echo {
    async fn serve(self, mut stream: impl Stream) -> io::Result<()> {
        let mut buffer = vec![0; BUFFER];
        loop {
            let n = stream.read(&mut buffer).await?;
            if n == 0 {
                return Ok(());
            }
            stream.write_all(&buffer[..n]).await?;
        }
    }
}

fn main() -> io::Result<()> {
    run(Echo, "7777")
}
