# SPDX-License-Identifier: Apache-2.0
"""The version of an installed package, after its name."""

import importlib.metadata
import sys

print(sys.argv[1], importlib.metadata.version(sys.argv[1]))
