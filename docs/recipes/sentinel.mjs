/**
 * Records → Microsoft Sentinel, through the Logs Ingestion API of Azure Monitor. The API knows no ids: what was sent is kept in a file.
 *
 *   LOGS_INGESTION_URL=https://… DCR_ID=dcr-… AZURE_MONITOR_TOKEN=… node sentinel.mjs audit-2026-10.jsonl.gz
 */
import {addressIn, request, run, sendWhole, variable} from './send-records.mjs'

/** Bytes of a field; the service cuts longer ones. learn.microsoft.com, “Azure Monitor service limits”, Logs Ingestion API, 2026-11. */
const longestField = 65_536

async function connect() {
  const endpoint = addressIn('LOGS_INGESTION_URL', 'the logs ingestion endpoint of the data collection rule')
  const rule = variable('DCR_ID', 'the immutable id of the data collection rule, dcr-…')
  const stream = process.env.DCR_STREAM?.trim() || 'Custom-M365Audit'
  const authorization = `Bearer ${variable('AZURE_MONITOR_TOKEN', 'an access token for https://monitor.azure.com')}`
  const path = `dataCollectionRules/${encodeURIComponent(rule)}/streams/${encodeURIComponent(stream)}`
  const post = events =>
    request(`${endpoint}/${path}?api-version=2023-01-01`, {
      method: 'POST',
      headers: {authorization, 'content-type': 'application/json'},
      body: `[${events.map(({text}) => text).join(',')}]`,
    })
  return {
    // By the same page, a call takes 1 MB: with more than 1,048,576 bytes it is refused as ContentLengthLimitExceeded.
    mostBytes: 1_040_000,
    mostEvents: 10_000,
    overhead: 1,
    toEvent: rowOf,
    send: events => sendWhole(events, post),
  }
}

/** `TimeGenerated` of old records may become the time of arrival, so that the time stands in a column of its own as well. */
function rowOf({id, key, time, text, line}) {
  const whole = Buffer.byteLength(line)
  const isCut = whole > longestField
  const at = new Date(time).toISOString()
  const row = {
    TimeGenerated: at,
    CreationTime: at,
    RecordId: id,
    RecordKey: key,
    Operation: short(text('Operation')),
    Workload: short(text('Workload')),
    UserId: short(text('UserId')),
    ClientIP: short(text('ClientIP') || text('ActorIpAddress') || text('ClientIPAddress')),
    ResultStatus: short(text('ResultStatus')),
    AuditData: isCut ? beginning(line) : line,
    AuditDataBytes: whole,
  }
  return {text: JSON.stringify(row), isCut}
}

const short = text => text.slice(0, 4096).toWellFormed()

/** The first bytes of a text, without half a character at their end. */
function beginning(text) {
  const bytes = Buffer.from(text)
  let end = longestField
  while ((bytes[end] & 0xc0) === 0x80) end--
  return bytes.toString('utf8', 0, end)
}

await run({name: 'sentinel', connect})
