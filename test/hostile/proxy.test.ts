import { proxyPages, startProxy } from '#test/support/site/hostile/d-proxy.ts';
import { runPages } from './run-group.ts';

runPages('hostile pages, D: behind a proxy', proxyPages, startProxy);
