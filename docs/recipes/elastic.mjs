/**
 * Records → Elasticsearch or OpenSearch, through `_bulk`. Each record is created under its key as `_id`, so that a second run creates nothing.
 *
 *   ELASTIC_URL=https://elastic.example:9200 ELASTIC_API_KEY=… node elastic.mjs audit-2026-10.jsonl.gz
 */
import {isIP} from 'node:net'
import {addressIn, request, run, Stop, variable} from './send-records.mjs'

async function connect() {
  const url = addressIn('ELASTIC_URL', 'the address of Elasticsearch')
  const authorization = `ApiKey ${variable('ELASTIC_API_KEY', 'an API key that may create documents, as its base64 form')}`
  const index = process.env.ELASTIC_INDEX?.trim() || 'm365-audit'
  return {
    // Far below the 100 MB that `http.max_content_length` allows by default.
    mostBytes: 5_000_000,
    mostEvents: 1000,
    overhead: 0,
    toEvent: record => ({
      text: `${JSON.stringify({create: {_id: record.key}})}\n${JSON.stringify(documentOf(record))}\n`,
    }),
    send: events => bulk(events, {url: `${url}/${encodeURIComponent(index)}/_bulk`, authorization}),
  }
}

/** In the Elastic Common Schema. The record is kept as a text that is not indexed: its fields change type from one record to the next. */
function documentOf({id, time, text, line}) {
  const address = text('ClientIP') || text('ActorIpAddress') || text('ClientIPAddress')
  const ip = address.replace(/^\[([^\]]*)\](?::\d+)?$/, '$1').replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
  return {
    '@timestamp': new Date(time).toISOString(),
    event: {
      id,
      action: text('Operation').slice(0, 1024),
      provider: text('Workload').slice(0, 1024),
      outcome: outcomeOf(text('ResultStatus')),
      dataset: 'm365.audit',
      original: line,
    },
    user: {id: text('UserId').slice(0, 1024)},
    ...(isIP(ip) ? {source: {ip}} : {}),
  }
}

function outcomeOf(status) {
  if (/^(success|succeeded|successful|true)$/i.test(status)) return 'success'
  return /^(fail|false)/i.test(status) ? 'failure' : 'unknown'
}

/** Each document has a status of its own: 201 is new, 409 was there, 429 is asked again, all else is refused. */
async function bulk(events, {url, authorization}) {
  const all = {accepted: [], known: [], refused: []}
  let left = events
  for (let round = 0; left.length > 0; round++) {
    const response = await request(url, {
      method: 'POST',
      headers: {authorization, 'content-type': 'application/x-ndjson'},
      body: left.map(({text}) => text).join(''),
    })
    if (!response.ok) throw new Stop(`Elasticsearch refused the batch with status ${response.status}.`)
    const {items} = await response.json()
    if (items?.length !== left.length)
      throw new Stop('Elasticsearch answered for another number of documents than were sent.')
    const busy = []
    for (const [index, {create}] of items.entries()) {
      const event = left[index]
      if (create.status === 201) all.accepted.push(event)
      else if (create.status === 409) all.known.push(event)
      else if (create.status === 429) busy.push(event)
      else all.refused.push({key: event.key, why: `${create.status} ${create.error?.type ?? ''}`.trim()})
    }
    if (busy.length > 0 && round === 7) throw new Stop('Elasticsearch stays busy. Run this again later.')
    if (busy.length > 0) await new Promise(resolve => setTimeout(resolve, 250 * 2 ** round))
    left = busy
  }
  return all
}

await run({name: 'elastic', isIdempotent: true, connect})
