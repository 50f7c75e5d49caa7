/**
 * A tenant of as many records as its argument says, each made from its number when it is asked for: `RECORDS`, and the first day of the
 * month. Prints the environment that a run needs, as the command `simulator` does; all but searches is the simulator's.
 */
import {serve} from '@hono/node-server'
import {createSimulator} from '../src/simulator/simulator.ts'
import {LargeMonth} from './large-month.ts'

const [, , records = '0', first = ''] = process.argv
const simulator = await createSimulator({recordsPerMonth: 0})
const month = new LargeMonth(Number(records), Date.parse(first), simulator.tenantId)
const mostAPage = 1000

const server = serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: async request =>
    /\/InvokeCommand(\?|$)/.test(request.url)
      ? ((await search(request.clone())) ?? simulator.fetch(request))
      : simulator.fetch(request),
})
if (!server.listening) await new Promise<void>(resolve => server.once('listening', () => resolve()))
const address = server.address()
const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
const {environment, origin: own} = await simulator.listen()
const moved = JSON.parse(JSON.stringify(environment).replaceAll(own, origin)) as Record<string, string>
console.log(JSON.stringify({origin, tenant: simulator.tenantId, environment: moved}))

/** The answer to a search; undefined where something else is asked. */
async function search(request: Request): Promise<Response | undefined> {
  const {CmdletInput} = (await request.json()) as {
    CmdletInput: {CmdletName: string; Parameters: {StartDate: string; EndDate: string; ResultSize: number}}
  }
  if (CmdletInput.CmdletName !== 'Search-UnifiedAuditLog') return undefined
  const {StartDate, EndDate, ResultSize} = CmdletInput.Parameters
  const found = month.between(Date.parse(StartDate), Date.parse(EndDate) + 1, ResultSize)
  const url = new URL(request.url)
  const at = Number(url.searchParams.get('$skiptoken') ?? 0)
  const until = Math.min(found.length, at + mostAPage)
  const rows: string[] = []
  for (let place = at; place < until; place++) rows.push(month.row(found[place] ?? 0, place + 1, found.length))
  const next = `${origin}${url.pathname}?%24skiptoken=${until}`
  const link = until < found.length ? `"@odata.nextLink":${JSON.stringify(next)},` : ''
  const id = request.headers.get('client-request-id') ?? ''
  return new Response(
    `{"@odata.context":"${origin}/$metadata#Collection(Exchange.GenericHashTable)","adminapi.warnings@odata.type":"#Collection(String)","@adminapi.warnings":[],${link}"value":[${rows.join()}]}`,
    {headers: {'content-type': 'application/json;odata.metadata=minimal;charset=utf-8', 'request-id': id}},
  )
}
