/** What waits, the earliest first: by its instant, then by rank, then by when it was first due, then as it came in. */
export interface Waiting {
	at: number;
	rank: number;
	order: number;
	serial: number;
}

/** A binary heap: taking the first and adding one cost as little for many as for few. */
export class MailQueue<Entry extends Waiting> {
	private readonly heap: Entry[] = [];

	first(): Entry | undefined {
		return this.heap[0];
	}

	add(entry: Entry): void {
		this.heap.push(entry);
		for (let at = this.heap.length - 1; at > 0; ) {
			const parent = (at - 1) >> 1;
			if (!this.isBefore(at, parent)) return;
			this.swap(at, parent);
			at = parent;
		}
	}

	take(): Entry | undefined {
		const [first] = this.heap;
		const last = this.heap.pop();
		if (!last || !first || this.heap.length === 0) return first;
		this.heap[0] = last;
		for (let at = 0; ; ) {
			const smallest = [at, 2 * at + 1, 2 * at + 2].reduce((best, child) => (child < this.heap.length && this.isBefore(child, best) ? child : best));
			if (smallest === at) return first;
			this.swap(at, smallest);
			at = smallest;
		}
	}

	private isBefore(left: number, right: number): boolean {
		const [a, b] = [this.heap[left], this.heap[right]];
		if (!a || !b) return false;
		return (a.at - b.at || a.rank - b.rank || a.order - b.order || a.serial - b.serial) < 0;
	}

	private swap(left: number, right: number): void {
		const [a, b] = [this.heap[left], this.heap[right]];
		if (a && b) [this.heap[left], this.heap[right]] = [b, a];
	}
}
