/** Makes a chunk of the bundle small, and leaves what a stack trace needs: names of functions and classes, and short lines. */
import {minifySync, parseSync, Visitor} from 'rolldown/utils'

/** Node prints the whole line of an error that nothing caught; a chunk on a single line would bury the message. */
const longestLine = 500

/**
 * Characters beyond ASCII are escaped, since a single one of them makes V8 hold a whole chunk's text with two bytes a character.
 * Names are kept because packages also work with them: error classes by `constructor.name`, schemas and routes by
 * `function.name`.
 * @throws Error when the chunk is no module.
 */
export function minify(file: string, code: string): string {
  const names = {function: true, class: true}
  const minified = minifySync(file, code, {
    module: true,
    compress: {target: 'es2023', keepNames: names},
    mangle: {toplevel: true, keepNames: names},
    codegen: {legalComments: 'none', asciiOnly: true},
  })
  const [error] = minified.errors
  if (error) throw new Error(`${file} can't be minified: ${error.message}`)
  return breakLines(file, minified.code)
}

/** Before a statement or a member of an object or class, a line break changes nothing. */
function breakLines(file: string, code: string): string {
  const starts: number[] = []
  const note = ({start}: {start: number}) => void starts.push(start)
  new Visitor({
    ClassDeclaration: note,
    ExpressionStatement: note,
    ForOfStatement: note,
    ForStatement: note,
    FunctionDeclaration: note,
    IfStatement: note,
    MethodDefinition: note,
    Property: note,
    ReturnStatement: note,
    SwitchCase: note,
    ThrowStatement: note,
    TryStatement: note,
    VariableDeclaration: note,
  }).visit(parseSync(file, code, {sourceType: 'module'}).program)
  starts.sort((a, b) => a - b)

  const lines: string[] = []
  let from = 0
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1] ?? code.length
    if (start === from || next - from <= longestLine) continue
    lines.push(code.slice(from, start))
    from = start
  }
  return [...lines, code.slice(from)].join('\n')
}
