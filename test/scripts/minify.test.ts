/** Chunks are minified: they do the same, their functions and classes keep their names, and lines stay short. */
import {describe, expect, test} from 'vitest'
import {minify} from '../../scripts/minify.ts'

/** What the module exports as `value`. */
async function exportedBy(code: string): Promise<unknown> {
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {value: unknown}
  return module.value
}

const many = (piece: (index: number) => string) => Array.from({length: 200}, (_, index) => piece(index)).join('\n')

const programs: [name: string, code: string][] = [
  [
    'statements of all kinds',
    `const seen = [];
    export const value = seen;
    ${many(i => `if (${i} % 3 === 0) { for (let n = 0; n < 2; n++) seen.push(n + ${i}) } else if (${i} % 5 === 0) seen.push('${i}'); else { try { throw new Error('${i}') } catch (error) { seen.push(error.message) } }`)}`,
  ],
  [
    'members of objects and classes',
    `const object = {${many(i => `get g${i}() { return ${i} }, async m${i}() { return '${i}' }, *[Symbol.for('${i}')]() { yield ${i} }, 'p-${i}': ${i},`)}};
    class Large { ${many(i => `static s${i} = ${i}; #f${i} = ${i}; get f${i}() { return this.#f${i} } static async m${i}() { return ${i} }`)} }
    const large = new Large();
    export const value = [Object.values(object).map(one => typeof one === 'function' ? [...(one() instanceof Promise ? ['promise'] : one())] : one),
      Object.entries(Large), large.f1, large.f199, await Large.m7(), await object.m8(), object.g9]`,
  ],
  [
    'templates and regular expressions with code’s own signs in them',
    `export const value = [${many(i => `\`a;{\n if (x) ${'${'}[${i}].map(one => { const twice = one * 2; if (twice > 9) return \`{;\n${'${'}twice}\`; return one })};\`, /[;{}"'\`]{${i}}/.source, "{;\\n}",`)}]`,
  ],
  [
    'labels, switches and generators',
    `function* numbers() { ${many(i => `outer${i}: for (;;) { switch (${i} % 4) { case 0: yield ${i}; break outer${i}; case 1: yield '${i}'; default: break outer${i} } }`)} }
    export const value = [...numbers()]`,
  ],
]

test.each(programs)('%s do the same', async (_, code) => {
  const small = minify('a.js', code)
  expect(small.length).toBeLessThan(code.length)
  expect(await exportedBy(small)).toEqual(await exportedBy(code))
})

test.each(programs)('%s have no long lines', (_, code) => {
  expect(
    Math.max(
      ...minify('a.js', code)
        .split('\n')
        .map(line => line.length),
    ),
  ).toBeLessThan(1500)
})

test('characters beyond ASCII are escaped, and stay the same', async () => {
  const code = `
    const naïve = {größe: '„two“ – 🎈'};
    export const value = [naïve, \`…\${1} \\n – 🎈\`, /[„–“]|🎈/u.exec('a🎈'), /\\–(?<größe>🎈)?/.exec('–🎈'), ['a–b'].map(one => one.replace(/–/g, '…'))]`
  const small = minify('a.js', code)
  expect(small).toMatch(/^[\0-\x7f]*$/)
  expect(await exportedBy(small)).toEqual(await exportedBy(code))
})

test('what a tag of a template sees stays the same', async () => {
  const code = `
    const tag = (strings, ...values) => [strings, strings.raw, values];
    export const value = tag\`…\${1}–\\u2013\``
  expect(await exportedBy(minify('a.js', code))).toEqual(await exportedBy(code))
})

describe('names', () => {
  test('of functions and classes are kept', async () => {
    const code = `
      function declared() {}
      const arrow = () => 1
      const expression = function () {}
      class Declared {}
      const Assigned = class {}
      function outer() { function inner() {} const nested = () => 2; class Within extends Error {} return [inner, nested, Within] }
      export const value = [declared, arrow, expression, Declared, Assigned, ...outer()].map(one => one.name)`
    expect(await exportedBy(minify('a.js', code))).toEqual([
      'declared',
      'arrow',
      'expression',
      'Declared',
      'Assigned',
      'inner',
      'nested',
      'Within',
    ])
  })

  test('stand in a stack trace', async () => {
    const code = `
      function readWindow(text) { return parseAnswer(text) + 1 }
      function parseAnswer(text) { if (text.length > 1) throw new TypeError('no answer'); return Number(text) }
      function caught() { try { return readWindow('12') } catch (error) { return error.stack } }
      export const value = caught()`
    expect(await exportedBy(minify('a.js', code))).toMatch(/at parseAnswer .*at readWindow .*at caught /s)
  })
})

test('the first line still says what runs the file', () => {
  expect(minify('a.js', '#!/usr/bin/env node\nconsole.log(1)\n')).toMatch(/^#!\/usr\/bin\/env node\n/)
})

test('code that is no module is refused', () => {
  expect(() => minify('a.js', 'const = 1')).toThrow('a.js')
})
