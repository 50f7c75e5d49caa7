/**
 * A repository's or an environment's secrets and variables as GitHub's REST API takes them: a secret comes sealed for the repository's key
 * and is opened here, by the primitives and not by the library that sealed it (libsodium's crypto_box_seal).
 * https://docs.github.com/rest/actions/secrets
 */
import {randomUUID} from 'node:crypto'
import {blake2b} from 'blakejs'
import {type Context, Hono} from 'hono'
import nacl from 'tweetnacl'

const NAME = /^(?!GITHUB_)[A-Z_][A-Z0-9_]*$/
/** GitHub's limit of a secret, in bytes. */
const LARGEST = 48_000

/** Environments of the repository, each with secrets of its own, under a key of its own. */
export class Environments {
  readonly made = new Map<string, RepositorySecrets>()

  handler(mayWrite: () => boolean): Hono {
    const app = new Hono()
    // At most a hundred a page, whatever is asked for.
    app.get('/', c => {
      const {per_page: asked = '30', page = '1'} = c.req.query()
      const size = Math.min(100, Number(asked))
      if (!(size >= 1) || !(Number(page) >= 1)) return refused(422, 'Validation Failed')
      const names = [...this.made.keys()].slice(size * (Number(page) - 1), size * Number(page))
      return c.json({total_count: this.made.size, environments: names.map(name => ({name}))})
    })
    app.get('/:environment', c => {
      const name = c.req.param('environment')
      return this.made.has(name) ? c.json({name}) : refused(404, 'Not Found')
    })
    app.put('/:environment', c => {
      if (!mayWrite()) return refused(403, 'Resource not accessible by personal access token')
      const name = c.req.param('environment')
      if (!this.made.has(name)) this.made.set(name, new RepositorySecrets())
      return c.json({name})
    })
    app.all('/:environment/*', async c => {
      const name = c.req.param('environment')
      const inside = this.made.get(name)
      if (inside === undefined) return refused(404, 'Not Found')
      const url = new URL(c.req.url)
      url.pathname = url.pathname.split(`/environments/${encodeURIComponent(name)}`)[1] ?? ''
      return await inside.handler(mayWrite).fetch(new Request(url, c.req.raw))
    })
    return app
  }
}

export class RepositorySecrets {
  readonly secrets = new Map<string, string>()
  readonly variables = new Map<string, string>()
  readonly #keys = nacl.box.keyPair()
  readonly #keyId = randomUUID()

  /** Behind the API's door: the caller's token was judged before. */
  handler(mayWrite: () => boolean): Hono {
    const app = new Hono()
    app.use(async (_c, next) =>
      mayWrite() ? next() : refused(403, 'Resource not accessible by personal access token'),
    )
    app.get('/secrets/public-key', c =>
      c.json({key_id: this.#keyId, key: Buffer.from(this.#keys.publicKey).toString('base64')}),
    )
    app.get('/secrets/:name', c => {
      const name = named(c)
      return this.secrets.has(name) ? c.json({name}) : refused(404, 'Not Found')
    })
    app.put('/secrets/:name', async c => {
      const {encrypted_value: sealed, key_id: keyId} = (await c.req.json()) as Record<string, unknown>
      const text = keyId === this.#keyId && typeof sealed === 'string' ? this.#open(sealed) : undefined
      if (!NAME.test(named(c)) || text === undefined) return refused(422, 'Bad request - The request is malformed')
      const known = this.secrets.has(named(c))
      this.secrets.set(named(c), text)
      return new Response(null, {status: known ? 204 : 201})
    })
    app.delete('/secrets/:name', c => gone(this.secrets.delete(named(c))))
    app.get('/variables/:name', c => {
      const value = this.variables.get(named(c))
      return value === undefined ? refused(404, 'Not Found') : c.json({name: named(c), value})
    })
    app.post('/variables', async c => {
      const {name, value} = (await c.req.json()) as {name: string; value: string}
      if (!NAME.test(name)) return refused(422, 'Invalid name')
      if (this.variables.has(name)) return refused(409, 'Already exists - Variable already exists')
      this.variables.set(name, value)
      return new Response(null, {status: 201})
    })
    app.patch('/variables/:name', async c => {
      if (!this.variables.has(named(c))) return refused(404, 'Not Found')
      this.variables.set(named(c), ((await c.req.json()) as {value: string}).value)
      return new Response(null, {status: 204})
    })
    app.delete('/variables/:name', c => gone(this.variables.delete(named(c))))
    return app
  }

  /** Ephemeral public key, then the box; the nonce is the hash of both public keys. */
  #open(base64: string): string | undefined {
    const sealed = Buffer.from(base64, 'base64')
    const ephemeral = sealed.subarray(0, 32)
    if (sealed.length < 48) return undefined
    const nonce = blake2b(Buffer.concat([ephemeral, this.#keys.publicKey]), undefined, 24)
    const opened = nacl.box.open(sealed.subarray(32), nonce, ephemeral, this.#keys.secretKey)
    return opened === null || opened.length > LARGEST ? undefined : Buffer.from(opened).toString('utf8')
  }
}

const named = (c: Context): string => c.req.param('name') as string
const gone = (was: boolean): Response => (was ? new Response(null, {status: 204}) : refused(404, 'Not Found'))
const refused = (status: number, message: string): Response =>
  new Response(JSON.stringify({message, documentation_url: 'https://docs.github.com/rest', status: String(status)}), {
    status,
    headers: {'content-type': 'application/json; charset=utf-8'},
  })
