# SPDX-License-Identifier: Apache-2.0
"""What the HTTP servers have: /1024, /10240 and /102400 answer that many bytes."""

BODIES = {f"/{size}": b"x" * size for size in (1024, 10240, 102400)}
