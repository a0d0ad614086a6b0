// Jest wants the tear-down of a project as a default export.
export default async function stopPostgres(): Promise<void> {
  await globalThis.testPostgres?.stop();
}
