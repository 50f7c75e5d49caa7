/** `dist/licenses.txt`: every package and every text and notice is in it, each text once. */
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {bundledPackages, licencesFile, listedPackages, notices} from '../../scripts/bundle-licences.ts'

const licence = (holder: string) =>
  `The MIT License (MIT)\n\nCopyright (c) 2019 ${holder}\n\nPermission is hereby granted.\n\nNo warranty.`

test('the bundler’s list is read by names, licences and texts', () => {
  const list = `@a/one\nMIT\n${licence('One')}\n\ntwo\n\nthree\nISC\ntwo words\n\nof text\n`
  expect(bundledPackages(list, name => ['@a/one', 'two', 'three'].includes(name))).toEqual([
    {name: '@a/one', licence: 'MIT', text: licence('One')},
    {name: 'two', licence: '', text: ''},
    {name: 'three', licence: 'ISC', text: 'two words\n\nof text'},
  ])
})

test('packages share a text, and keep each its copyright', () => {
  const file = licencesFile(
    [
      {name: 'one', licence: 'MIT', text: licence('One')},
      {name: 'two', licence: 'MIT', text: licence('Two').replaceAll('\n\n', '\n')},
      {name: 'three', licence: '(MIT OR Apache-2.0)', text: 'Another text.'},
    ],
    ['Copyright 2003 Four', 'Copyright 2003\n Four'],
  )
  expect(file.split('Permission is hereby granted.')).toHaveLength(2)
  expect(file).toMatch(/^one \(MIT\)\n {2}Copyright \(c\) 2019 One\ntwo \(MIT\)\n {2}Copyright \(c\) 2019 Two\n\n/)
  expect(file).toContain('Another text.')
  expect(file.match(/Copyright 2003/g)).toHaveLength(1)
})

test('what is written is read again, and no word is lost', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  const text = fc.array(fc.constantFrom('Copyright (c) 2019 Ada', 'Permission.', '', 'No (warranty)', '---'), {
    maxLength: 8,
  })
  const some = fc.record({
    name: fc.tuple(fc.constantFrom('', '@scope/'), word).map(parts => parts.join('')),
    licence: fc.constantFrom('', 'MIT', 'ISC', '(BSD-2-Clause AND (MIT OR Apache-2.0))'),
    text: text.map(lines => lines.join('\n').trim()),
  })
  fc.assert(
    fc.property(fc.uniqueArray(some, {selector: ({name}) => name, minLength: 1}), fc.array(word), (packages, found) => {
      const file = licencesFile(packages, found)
      const listed = packages.map(({name, licence}) => ({name, licence}))
      expect(new Set(listedPackages(file))).toEqual(new Set(listed))
      for (const words of [...packages.map(one => one.text), ...found].flatMap(one => one.split('\n')))
        expect(file).toContain(words.trim())
    }),
    {seed: 15},
  )
})

test.each([
  [
    'a block',
    '/*!\n * Copyright (c) 2003 Ada\n * All Rights Reserved.\n */',
    ['Copyright (c) 2003 Ada\nAll Rights Reserved.'],
  ],
  [
    'lines',
    '// Copyright Ada.\n// Permission is hereby granted.\n\n// Other.',
    ['Copyright Ada.\nPermission is hereby granted.'],
  ],
  ['a line behind code', 'a() // (c) 2003 Ada', ['(c) 2003 Ada']],
  ['a paragraph of documentation', '/**\n * Adds.\n *\n * @license MIT\n */', ['@license MIT']],
  [
    'a whole text',
    '/* Adds.\n\nPermission to use is granted.\n\nNo warranty. */',
    ['Adds.\n\nPermission to use is granted.\n\nNo warranty.'],
  ],
  ['what a string says', 'const a = "/* Copyright 2003 Ada */"', []],
  ['the bundler’s heading', '// CONCATENATED MODULE: ./copyright.js\n// (c) 2003 Ada', ['(c) 2003 Ada']],
])('a notice in %s is found', (_, code, expected) => {
  expect(notices('a.js', code).map(text => text.trim())).toEqual(expected)
})
