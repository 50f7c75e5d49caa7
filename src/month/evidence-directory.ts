/** The folder that an export goes into, by the input `directory`. */
import {fillPlaceholders, type PlaceholderValues} from '../audit/placeholders.ts'
import {type Shard, shardName} from '../audit/shard.ts'

/**
 * Relative to the workspace. Parts lie together in a folder of their own, so that a merge on the same machine finds them
 * there and the whole month's folder holds nothing else.
 * @param exported `period` is the label of the whole period, of a part too.
 */
export function evidenceDirectory(
  {directory, shard}: {directory: string; shard?: Shard},
  exported: PlaceholderValues,
): string {
  const filled = fillPlaceholders(directory, exported)
  return shard ? `${filled}-parts/${shardName(shard)}` : filled
}
