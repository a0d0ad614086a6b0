/** Why nothing was moved or exported, for the operator. */
export class Refusal extends Error {}
