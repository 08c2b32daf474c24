// SPDX-License-Identifier: Apache-2.0
// What a call costs on node's loop: node calls.js --case call-soon --warmup 1 --seconds 2
'use strict'
const { parseArgs } = require('node:util')
const { Worker, isMainThread, parentPort } = require('node:worker_threads')
const { Window } = require('./window.js')

const BATCH = 1000
const PRODUCERS = 4
const PENDING = 100_000
const HOUR_MILLIS = 3_600_000

let window
let ran = 0

function count () {
  ran++
}

function batch () {
  for (let i = 1; i < BATCH; i++) setImmediate(count)
  setImmediate(endOfBatch)
}

function endOfBatch () {
  ran++
  if (!window.isOver(ran)) batch()
}

function chain () {
  ran++
  if (ran % BATCH !== 0 || !window.isOver(ran)) setImmediate(chain)
}

/** node's loop takes nothing from other threads but messages. */
function startProducers () {
  let isOver = false
  for (let i = 0; i < PRODUCERS; i++) {
    const worker = new Worker(__filename)
    worker.on('message', isLast => {
      ran++
      if (!isLast) return
      if (!isOver) isOver = window.isOver(ran)
      worker.postMessage(isOver)
    })
  }
}

function produce () {
  function share () {
    for (let i = 1; i < BATCH; i++) parentPort.postMessage(false)
    parentPort.postMessage(true)
  }
  parentPort.on('message', isOver => isOver ? parentPort.close() : share())
  share()
}

function armPending () {
  let seed = 1
  const anHourOrTwo = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return HOUR_MILLIS + Math.floor(seed / 2 ** 32 * HOUR_MILLIS)
  }
  const delays = Array.from({ length: 4096 }, anHourOrTwo)
  const pending = Array.from({ length: PENDING }, () => setTimeout(count, anHourOrTwo()))
  let armed = 0
  function armAndCancel () {
    for (let i = 0; i < BATCH; i++) clearTimeout(setTimeout(count, delays[armed++ % delays.length]))
    if (window.isOver(armed)) pending.forEach(clearTimeout)
    else setImmediate(armAndCancel)
  }
  armAndCancel()
}

const CASES = {
  'call-soon': batch,
  'call-soon-chain': chain,
  'call-soon-threadsafe': startProducers,
  timers: armPending
}

function main () {
  const { values } = parseArgs({
    options: {
      case: { type: 'string', default: '' },
      seconds: { type: 'string', default: '1' },
      warmup: { type: 'string', default: '1' }
    }
  })
  if (!Object.hasOwn(CASES, values.case)) {
    console.error(`unknown case '${values.case}'`)
    process.exit(2)
  }
  window = new Window(Number(values.warmup), Number(values.seconds))
  CASES[values.case]()
}

if (isMainThread) main()
else produce()
