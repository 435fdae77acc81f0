import { randomBytes } from 'node:crypto';

/** The only source of randomness in core; tests hand in a seeded one. */
export interface Random {
	bytes(size: number): Buffer;
}

export const systemRandom: Random = { bytes: (size) => randomBytes(size) };
