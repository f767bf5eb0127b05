export { route as GET, route as PUT, route as PATCH, route as DELETE } from "@/lib/doors";
