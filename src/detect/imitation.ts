/** Names spelt so that a reader takes them for others: `rnicrosoft`, `Micr0soft`, Cyrillic letters. */
import {remembered} from './remembered.ts'
import type {TenantFacts} from './tenant.ts'

export const brands: readonly string[] = [
  ...['microsoft', 'office365', 'sharepoint', 'onedrive', 'outlook', 'azure', 'defender', 'authenticator'],
]

/** Letters of other alphabets that look like Latin ones. */
const alike: Record<string, string> = {
  ...{а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', м: 'm', н: 'h', о: 'o', р: 'p', ѕ: 's'},
  ...{т: 't', у: 'y', х: 'x', ѡ: 'w', α: 'a', ε: 'e', ι: 'i', κ: 'k', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x'},
}

/** What a hurried eye reads: `Micr0s0ft` and `rnicrosoft` are microsoft. */
export const skeleton = remembered(name => {
  const short = name.slice(0, 200)
  const latin = /^[\x20-\x7e]*$/.test(short) ? short.toLowerCase() : latinOf(short)
  return squeezed(latin).replaceAll('rn', 'm').replaceAll('vv', 'w').replace(/[1i|]/g, 'l').replaceAll('0', 'o')
})

/** Without accents, and with Latin letters in place of those that look like them. */
function latinOf(name: string): string {
  const folded = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
  return [...folded].map(letter => alike[letter] ?? letter).join('')
}

/** Letters and digits alone. */
export function squeezed(text: string): string {
  return text.replace(/[^\p{L}\d]/gu, '')
}

/** The word that a name seems to have and does not; undefined for none. */
export function imitatedWord(name: string, words: readonly string[]): string | undefined {
  const seen = skeleton(name)
  const plain = squeezed(name.slice(0, 200).toLowerCase())
  return words.find(word => seen.includes(skeleton(word)) && !plain.includes(word))
}

/** First labels of the tenant's domains. Ask at the month's end. */
export function ownNames(tenant: TenantFacts): string[] {
  const labels = tenant.ownDomains().map(domain => domain.split('.')[0] ?? '')
  return [...new Set(labels)].filter(label => label.length >= 5)
}
