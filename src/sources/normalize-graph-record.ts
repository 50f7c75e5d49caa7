/**
 * `AuditData` as Exchange has it, out of a page of Graph's records: the service's own text less what OData adds, so
 * that numbers and escapes stay as they were sent.
 */

/** A string, a mark, or anything else that is one token of JSON. */
const token = /\s*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+)/y

/**
 * The text of each row's `auditData`; undefined where a row has none.
 * @param page text that is known to be JSON: an object with the list `value`.
 */
export function auditDataTexts(page: string): (string | undefined)[] {
  const tokens = new Tokens(page)
  const texts: (string | undefined)[] = []
  tokens.next()
  members(tokens, name => {
    if (name !== 'value' || tokens.peek() !== '[') return copy(tokens)
    tokens.next()
    return elements(tokens, () => {
      texts.push(undefined)
      if (tokens.peek() !== '{') return copy(tokens)
      tokens.next()
      return members(tokens, field => {
        const text = copy(tokens, field === 'auditData')
        if (field === 'auditData') texts[texts.length - 1] = text
        return text
      })
    })
  })
  return texts
}

class Tokens {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  next(): string {
    token.lastIndex = this.#at
    const found = token.exec(this.#text)
    this.#at = token.lastIndex
    return found?.[1] ?? ''
  }

  peek(): string {
    const at = this.#at
    const found = this.next()
    this.#at = at
    return found
  }
}

/** One value, compact and without annotations. `asRecord`: it is a record, whose time Exchange writes without a zone. */
function copy(tokens: Tokens, asRecord = false): string {
  const first = tokens.next()
  if (first === '[') return `[${elements(tokens, () => copy(tokens)).join(',')}]`
  if (first !== '{') return first
  const kept: string[] = []
  members(tokens, (name, literal) => {
    const value = copy(tokens)
    if (isAnnotation(name)) return
    const zoneless = asRecord && name === 'CreationTime' ? value.replace(/Z"$/, '"') : value
    kept.push(`${literal}:${zoneless}`)
  })
  return `{${kept.join(',')}}`
}

/** `@odata.type` of the object, or `RecordType@odata.type` of a member. */
function isAnnotation(name: string): boolean {
  return /(^|[^@])@odata\.\w+$/.test(name)
}

/** Visits what follows `{`, up to its end; `visit` reads the value. */
function members(tokens: Tokens, visit: (name: string, literal: string) => unknown): void {
  if (tokens.peek() === '}') {
    tokens.next()
    return
  }
  for (let mark = ','; mark === ','; mark = tokens.next()) {
    const literal = tokens.next()
    tokens.next()
    visit(JSON.parse(literal) as string, literal)
  }
}

/** What follows `[`, up to its end; `read` reads one value. */
function elements<T>(tokens: Tokens, read: () => T): T[] {
  const found: T[] = []
  if (tokens.peek() === ']') {
    tokens.next()
    return found
  }
  for (let mark = ','; mark === ','; mark = tokens.next()) found.push(read())
  return found
}
