export { route as GET, route as PUT, route as DELETE } from "@/lib/doors";
