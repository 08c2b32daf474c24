// SPDX-License-Identifier: Apache-2.0
//! An echo server on tokio: read, then write all of it. The buffer grows when a read has filled it.

use std::io;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_peers::{run, Service, Stream};

const BUFFER: usize = 8 * 1024;
const BUFFER_MAX: usize = 128 * 1024;

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
            if n == buffer.len() && n < BUFFER_MAX {
                buffer.resize(2 * n, 0);
            }
        }
    }
}

fn main() -> io::Result<()> {
    run(Echo, "7777")
}
