// SPDX-License-Identifier: Apache-2.0
//! A server that sends every line back, on tokio's BufReader and BufWriter: what is written leaves when no whole line waits to
//! be read.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, BufWriter};
use tokio_peers::{run, Service, Stream};

const BUFFER: usize = 64 * 1024;

#[derive(Clone, Copy)]
struct Lines;

impl Service for Lines {
    async fn serve(self, stream: impl Stream) -> io::Result<()> {
        let writer = BufWriter::with_capacity(BUFFER, stream);
        let mut stream = BufReader::with_capacity(BUFFER, writer);
        let mut line = Vec::new();
        while stream.read_until(b'\n', &mut line).await? > 0 {
            stream.write_all(&line).await?;
            line.clear();
            if !stream.buffer().contains(&b'\n') {
                stream.flush().await?;
            }
        }
        Ok(())
    }
}

fn main() -> io::Result<()> {
    run(Lines, "7778")
}
