import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from '../src/nearest.js';

describe('the nearest word', () => {
  const known = ['list_all_puzzel_queues', 'get_single_puzzel_queue_by_id', 'create_a_gladly_task'];

  it('is found whatever the case and the separators', () => {
    expect(nearest('listAllPuzzelQueue', known)).toBe('list_all_puzzel_queues');
    expect(nearest('CREATE-GLADLY-TASK', known)).toBe('create_a_gladly_task');
    expect(didYouMean('create_gladly_task', known)).toBe(' Did you mean "create_a_gladly_task"?');
  });

  it('is undefined when no known word is near, and when no word is known', () => {
    expect(nearest('weather', known)).toBeUndefined();
    expect(nearest('queues', [])).toBeUndefined();
    expect(didYouMean('weather', known)).toBe('');
  });

  it('is undefined for a word or a candidate of more than 64 characters', () => {
    const long = 'list_all_puzzel_queues_'.repeat(3);
    expect(nearest(long, [long, ...known])).toBeUndefined();
    expect(nearest('list_all_puzzel_queues', [`list_all_puzzel_queue${'s'.repeat(44)}`])).toBeUndefined();
  });
});
