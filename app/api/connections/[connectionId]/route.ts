export { route as GET, route as PATCH, route as DELETE } from "@/lib/doors";
