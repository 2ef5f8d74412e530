import type { Task } from '../task.js';
import { archiveTasks } from './archive.js';
import { bothVendorsTasks } from './both-vendors.js';
import { customerTasks } from './customers.js';
import { gladlyTasks } from './gladly.js';
import { planningTasks } from './planning.js';
import { queueTasks } from './queues.js';
import { requestTasks } from './requests.js';
import { statisticsTasks } from './statistics.js';

export const tasks: readonly Task[] = [
  ...queueTasks,
  ...statisticsTasks,
  ...archiveTasks,
  ...gladlyTasks,
  ...planningTasks,
  ...requestTasks,
  ...bothVendorsTasks,
  ...customerTasks,
];
