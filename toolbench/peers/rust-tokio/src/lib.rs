// SPDX-License-Identifier: Apache-2.0
//! What both servers share: where to listen, a task for each connection on tokio's current-thread runtime, the end at SIGTERM.

use std::future::Future;
use std::io;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio::signal::unix::{signal, SignalKind};
use tokio::task::{spawn_local, LocalSet};

/// What a connection can do, of whichever kind it is.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + 'static {}
impl<T: AsyncRead + AsyncWrite + Unpin + 'static> Stream for T {}

/// A server of connections: of TCP ones, and of UNIX ones.
pub trait Service: Copy + 'static {
    fn serve(self, stream: impl Stream) -> impl Future<Output = io::Result<()>> + 'static;
}

pub fn run(service: impl Service, default_port: &str) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    LocalSet::new().block_on(&runtime, async {
        let mut terminate = signal(SignalKind::terminate())?;
        spawn_local(async move {
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
            spawn_local(service.serve(stream));
        }
    } else {
        let host = option("--host").unwrap_or("127.0.0.1".to_string());
        let port = option("--port").unwrap_or(default_port.to_string());
        let listener = TcpListener::bind(format!("{host}:{port}")).await?;
        println!("listening on {}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            spawn_local(service.serve(stream));
        }
    }
}

fn option(name: &str) -> Option<String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments.nth(1)
}
