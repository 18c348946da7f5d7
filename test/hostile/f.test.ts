import { runGroup } from './run-group.ts';

runGroup('F');
