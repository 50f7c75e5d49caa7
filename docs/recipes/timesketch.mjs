/**
 * Records → a timeline in Timesketch, through its API. It knows no ids: what was sent is kept in a file.
 *
 *   TIMESKETCH_URL=https://timesketch.example TIMESKETCH_USER=… TIMESKETCH_PASSWORD=… TIMESKETCH_SKETCH=1 node timesketch.mjs audit-2026-10.jsonl.gz
 */
import {basename} from 'node:path'
import {addressIn, request, run, Stop, sendWhole, variable} from './send-records.mjs'

async function connect(file) {
  const url = addressIn('TIMESKETCH_URL', 'the address of Timesketch')
  const sketch = variable('TIMESKETCH_SKETCH', 'the number of the sketch')
  if (!/^\d+$/.test(sketch)) throw new Stop('TIMESKETCH_SKETCH has to be a number.')
  const name = process.env.TIMESKETCH_TIMELINE?.trim() || basename(file).replace(/\.jsonl(\.gz)?$/, '')
  const session = await signIn(url, {
    username: variable('TIMESKETCH_USER', 'the account'),
    password: variable('TIMESKETCH_PASSWORD', 'its password'),
  })
  const post = events => {
    const lines = events.map(({text}) => text).join('\n')
    const form = {name, sketch_id: sketch, provider: 'm365-audit-export', context: basename(file), events: lines}
    return request(`${url}/api/v1/upload/`, {
      method: 'POST',
      headers: session.headers(),
      body: new URLSearchParams({...form, total_file_size: String(Buffer.byteLength(lines))}),
    })
  }
  return {
    mostBytes: 2_000_000,
    mostEvents: 5000,
    overhead: 1,
    toEvent: eventOf,
    send: events => sendWhole(events, post),
  }
}

/** `message`, `datetime` and `timestamp_desc` are what Timesketch needs of every event. */
function eventOf({id, key, time, text, line}) {
  const [operation, user, object] = ['Operation', 'UserId', 'ObjectId'].map(text)
  const event = {
    message: `${operation} by ${user}${object ? `: ${object.slice(0, 1000).toWellFormed()}` : ''}`,
    datetime: new Date(time).toISOString().replace('Z', '+00:00'),
    timestamp: time * 1000,
    timestamp_desc: 'CreationTime',
    data_type: 'm365:audit',
    record_id: id,
    record_key: key,
    operation,
    user,
    workload: text('Workload'),
    client_ip: text('ClientIP') || text('ActorIpAddress') || text('ClientIPAddress'),
    audit_data: line,
  }
  return {text: JSON.stringify(event)}
}

/** The form's token against forgery goes with every request, and the session's cookies. */
async function signIn(url, account) {
  const cookies = new Map()
  const keep = response => {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
  }
  const form = await request(`${url}/login/`, {})
  keep(form)
  const page = await form.text()
  const token = /id="csrf_token"[^>]*value="([^"]+)"/.exec(page) ?? /name="csrf-token"[^>]*content="([^"]+)"/.exec(page)
  if (!token) throw new Stop('Timesketch shows no sign-in form at /login/.')
  const headers = () => ({
    'x-csrftoken': token[1],
    referer: url,
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  })
  const answer = await request(`${url}/login/`, {
    method: 'POST',
    headers: headers(),
    body: new URLSearchParams(account),
  })
  keep(answer)
  await answer.arrayBuffer()
  // After a good sign-in it redirects; after a bad one it shows the form again.
  if (answer.status !== 302) throw new Stop('Timesketch refused the sign-in.')
  return {headers}
}

await run({name: 'timesketch', connect})
