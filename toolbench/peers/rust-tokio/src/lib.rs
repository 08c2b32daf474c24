// SPDX-License-Identifier: Apache-2.0
//! What both servers share: where to listen, a task for each connection on tokio's current-thread runtime, the end at SIGTERM.

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{signal, SignalKind};

/// What a connection can do, of whichever kind it is.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin + 'static> Stream for T {}

/// A server of connections: of TCP ones, and of UNIX ones.
pub trait Service: Copy + Send + 'static {
    fn serve(self, stream: impl Stream) -> impl Future<Output = io::Result<()>> + Send + 'static;
}

pub fn run(service: impl Service, default_port: &str) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::spawn(async move {
            terminate.recv().await;
            std::process::exit(0);
        });
        listen(service, default_port).await
    })
}

async fn listen(service: impl Service, default_port: &str) -> io::Result<()> {
    if let Some(path) = option("--unix") {
        let listener = UnixListener::bind(&path)?;
        println!("listening on unix:{path}");
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(service.serve(stream));
        }
    } else {
        let host = option("--host").unwrap_or("127.0.0.1".to_string());
        let port = option("--port").unwrap_or(default_port.to_string());
        let listener = TcpListener::bind(format!("{host}:{port}")).await?;
        println!("listening on {}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            tokio::spawn(service.serve(stream));
        }
    }
}

fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}
