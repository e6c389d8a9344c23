import 'htmx.org'
import 'campagnodon/element'
import 'campagnodon/campagnodon.css'
