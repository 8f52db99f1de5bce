import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { CatalogError } from './catalog-error.js';
import type { Tool } from './tool.js';

/** src/tools when run from source, dist/tools when built. */
const TOOLS_FOLDER = fileURLToPath(new URL('../tools/', import.meta.url));

/** The folders of tools with the names of their files. */
export type ToolFolders = ReadonlyMap<string, readonly string[]>;

export async function readToolFolders(folder: string = TOOLS_FOLDER): Promise<ToolFolders> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory());
  return new Map(await Promise.all(folders.map(async ({ name }) => [name, await readdir(`${folder}/${name}`)] as const)));
}

/**
 * One folder per tool, `save-fact/save-fact.tool.ts` for `save_fact`, and every folder's tool registered:
 * a tool that somebody wrote and forgot to register is found at the next start, not by its users.
 * @throws CatalogError that says which folder or tool is wrong and what to do
 */
export function checkToolFolders(tools: readonly Tool[], folders: ToolFolders): void {
  const registered = new Set(tools.map((tool) => tool.name));
  for (const [folder, files] of folders) {
    if (!files.some((file) => /^(.*)\.tool\.[jt]s$/.exec(file)?.[1] === folder)) {
      throw new CatalogError(`src/tools/${folder} has no ${folder}.tool.ts. Name the tool's file after its folder, or remove the folder.`);
    }
    const name = folder.replaceAll('-', '_');
    if (!registered.has(name)) {
      throw new CatalogError(`src/tools/${folder} is not registered. Add the tool "${name}" to src/tools/tools.ts, or remove the folder.`);
    }
  }
  for (const name of registered) {
    const folder = name.replaceAll('_', '-');
    if (!folders.has(folder)) {
      throw new CatalogError(`Tool "${name}" has no folder of its own. Move it to src/tools/${folder}/${folder}.tool.ts.`);
    }
  }
}
