/** What detection learns of the tenant as a whole: how many people there are, and which domains are its own. */

import {domainOf} from '../audit/identity.ts'
import type {AuditEvent} from './event.ts'

const mostPeople = 200_000
const mostDomains = 2_000

/** Public mail providers: never a tenant's own domains, also when accounts sign in with such names. */
const publicProviders = new Set([
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com'],
  ...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'gmx.de', 'gmx.net', 'gmx.com', 'web.de', 'mail.ru', 'yandex.ru'],
  ...['qq.com', '163.com', '126.com', 'proton.me', 'protonmail.com', 'tutanota.com', 'tuta.io', 'mail.com', 'zoho.com'],
  ...['t-online.de', 'orange.fr', 'free.fr', 'laposte.net', 'wp.pl', 'seznam.cz', 'libero.it', 'bluewin.ch'],
])

export class TenantFacts {
  private readonly people = new Set<string>()
  private readonly signedIn = new Map<string, Set<string>>()
  private readonly own: Set<string>
  /** Names that were checked: most records have the same few. */
  private readonly claimed = new Set<string>()
  private readonly lastMonth: number | undefined
  private readonly hint: number

  /** @param people of the last month, and at least of this one, as far as they are known. */
  constructor(domains: readonly string[], {lastMonth, hint = 0}: {lastMonth?: number | undefined; hint?: number}) {
    this.own = new Set(domains.map(domain => domain.toLowerCase()))
    this.lastMonth = lastMonth
    this.hint = hint
  }

  see(event: AuditEvent): void {
    if (event.kind !== 'person') return
    const {user} = event
    const known = this.people.has(user)
    // A name that only failed to sign in may be an attacker's guess.
    if (!known && event.act !== 'userloginfailed' && this.people.size < mostPeople) this.people.add(user)
    if (event.recordType.startsWith('Exchange')) {
      this.claim(event.text('MailboxOwnerUPN'))
      this.claim(event.text('OrganizationName'))
    }
    if (!known && event.act === 'userloggedin') this.count(domainOf(user), user)
  }

  /**
   * What thresholds are measured against: the people of the last month, so that no crowd of this one raises them; in a first
   * month those who did anything.
   */
  get users(): number {
    return Math.max(this.hint, this.lastMonth ?? this.people.size, 1)
  }

  /** People who did anything this month, for the next one. */
  get active(): number {
    return Math.max(this.people.size, 1)
  }

  /**
   * Whether a domain is the tenant's own: configured, an Exchange organisation or mailbox owner's, or that of a good
   * part of those who sign in. Ask at the month's end, when all have been seen.
   */
  isOwn(domain: string): boolean {
    const folded = domain.toLowerCase()
    if (this.own.has(folded)) return true
    if (publicProviders.has(folded)) return false
    if (folded.endsWith('.onmicrosoft.com') && this.sharesName(folded)) return true
    const signers = this.signedIn.get(folded)?.size ?? 0
    return signers >= 2 && signers >= this.people.size / 20
  }

  /** Whether an address, or a domain, lies outside; false for what is neither. */
  isOutside(addressOrDomain: string): boolean {
    const domain = addressOrDomain.includes('@')
      ? domainOf(addressOrDomain.toLowerCase())
      : addressOrDomain.toLowerCase()
    return domain.includes('.') && !this.isOwn(domain)
  }

  /** The domain of its own that most users signed in with, other than `onmicrosoft.com` where there is one; '' for none. */
  name(): string {
    const own = this.ownDomains().map(domain => ({
      domain,
      initial: domain.endsWith('.onmicrosoft.com'),
      users: this.signedIn.get(domain)?.size ?? 0,
    }))
    const used = own.some(({users}) => users > 0) ? own.filter(({users}) => users > 0) : own
    used.sort((a, b) => Number(a.initial) - Number(b.initial) || b.users - a.users || (a.domain < b.domain ? -1 : 1))
    return used[0]?.domain ?? ''
  }

  /** For the next month's baseline. */
  ownDomains(): string[] {
    const candidates = new Set([...this.own, ...this.signedIn.keys()])
    const own = [...candidates].filter(domain => this.isOwn(domain))
    return own.sort((a, b) => (a < b ? -1 : 1))
  }

  private sharesName(folded: string): boolean {
    const [name = ''] = folded.split('.')
    return [...this.own].some(domain => domain.split('.')[0]?.replaceAll('-', '') === name.replaceAll('-', ''))
  }

  /** @param name a mailbox owner's, or an organisation's domain. */
  private claim(name: string): void {
    if (this.claimed.has(name)) return
    if (this.claimed.size < mostPeople) this.claimed.add(name.slice(0, 400))
    const folded = name.toLowerCase()
    const domain = folded.includes('@') ? domainOf(folded) : folded
    if (domain.includes('.') && !publicProviders.has(domain) && this.own.size < mostDomains) this.own.add(domain)
  }

  private count(domain: string, user: string): void {
    if (domain === '') return
    let users = this.signedIn.get(domain)
    if (!users) {
      if (this.signedIn.size >= mostDomains) return
      users = new Set()
      this.signedIn.set(domain, users)
    }
    users.add(user)
  }
}
