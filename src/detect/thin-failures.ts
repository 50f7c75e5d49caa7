/** Makes room among remembered failures of sign-ins, so that a flood of one group's takes nothing from the others. */

/**
 * At most so many of the failures, in their order: of each group its accounts' first failures before their second ones,
 * and each group's first before any group's second.
 * @param groupOf what competes as one, as a network or an hour.
 */
export function thinned<T extends {user: string}>(
  failures: readonly T[],
  most: number,
  groupOf: (failure: T) => string | number,
): T[] {
  if (failures.length <= most) return [...failures]
  const groups = new Map<string | number, {failure: T; at: number; repeat: number}[]>()
  const repeats = new Map<string, number>()
  failures.forEach((failure, at) => {
    const group = groupOf(failure)
    const account = `${group} ${failure.user}`
    const repeat = repeats.get(account) ?? 0
    repeats.set(account, repeat + 1)
    const list = groups.get(group)
    if (list) list.push({failure, at, repeat})
    else groups.set(group, [{failure, at, repeat}])
  })
  const inTurn = [...groups.values()].flatMap(list =>
    list.sort((a, b) => a.repeat - b.repeat || a.at - b.at).map((one, turn) => ({...one, turn})),
  )
  inTurn.sort((a, b) => a.turn - b.turn || a.at - b.at)
  return inTurn
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({failure}) => failure)
}
