// SPDX-License-Identifier: Apache-2.0
'use strict'

/** The time that counts, after one that does not. Asked at the end of a batch, so that the clock costs nothing per call. */
class Window {
  constructor (warmupSeconds, seconds) {
    this.warmupNanos = BigInt(Math.round(warmupSeconds * 1e9))
    this.nanos = BigInt(Math.round(seconds * 1e9))
    this.created = process.hrtime.bigint()
    this.began = null
  }

  /** Whether enough was measured; says the result once it was. */
  isOver (calls) {
    const now = process.hrtime.bigint()
    if (this.began === null) {
      if (now - this.created >= this.warmupNanos) {
        this.beganCalls = calls
        this.beganCpu = process.cpuUsage()
        this.began = process.hrtime.bigint()
      }
      return false
    }
    if (now - this.began < this.nanos) return false
    const counted = calls - this.beganCalls
    const cpu = process.cpuUsage(this.beganCpu)
    console.log(JSON.stringify({
      nanosPerCall: Number(now - this.began) / counted,
      cpuNanosPerCall: (cpu.user + cpu.system) * 1000 / counted,
      calls: counted
    }))
    return true
  }
}

module.exports = { Window }
