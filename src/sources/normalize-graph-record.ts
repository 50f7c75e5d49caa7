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

/** A list or an object that is being copied. */
interface Container {
  isObject: boolean
  kept: number
  /** Where its current member begins among the parts, and whether that is left out. */
  begins: number
  isLeftOut: boolean
  /** Of the member, in an object. */
  name: string
}

/**
 * One value, compact and without annotations; without recursion, for a record may be nested deeper than the stack.
 * `asRecord`: it is a record, whose time Exchange writes without a zone.
 */
function copy(tokens: Tokens, asRecord = false): string {
  const parts: string[] = []
  const open: Container[] = []
  for (;;) {
    const first = tokens.next()
    const isContainer = first === '[' || first === '{'
    const inner = open.at(-1)
    const isTime = asRecord && open.length === 1 && inner?.name === 'CreationTime'
    parts.push(isTime ? first.replace(/Z"$/, '"') : first)
    if (isContainer && !/^[\]}]$/.test(tokens.peek())) {
      const container = {isObject: first === '{', kept: 0, begins: 0, isLeftOut: false, name: ''}
      open.push(container)
      beginMember(tokens, container, parts)
      continue
    }
    if (isContainer) parts.push(tokens.next())
    if (!endValue(tokens, open, parts)) return parts.join('')
  }
}

/** After a value: ends what ends with it. @returns whether another value follows. */
function endValue(tokens: Tokens, open: Container[], parts: string[]): boolean {
  for (let container = open.at(-1); container !== undefined; container = open.at(-1)) {
    if (container.isLeftOut) parts.length = container.begins
    else container.kept++
    const mark = tokens.next()
    if (mark === ',') {
      beginMember(tokens, container, parts)
      return true
    }
    parts.push(mark)
    open.pop()
  }
  return false
}

function beginMember(tokens: Tokens, container: Container, parts: string[]): void {
  container.begins = parts.length
  if (container.kept > 0) parts.push(',')
  if (!container.isObject) return
  const literal = tokens.next()
  tokens.next()
  container.name = JSON.parse(literal) as string
  container.isLeftOut = isAnnotation(container.name)
  parts.push(literal, ':')
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
