"""Kinds of places the navigation knows, and what is to be avoided on the way. Data only."""

from edge.language import Language

POIS: dict[Language, dict[str, str]] = {
    "en": {
        "charging_station": "(somewhere|place|anywhere|someplace) to plug (the car|her|it|this thing) in, (somewhere|place) to (juice|top) up the battery, plug (the car|her|it) in, time to (charge|recharge|plug in), charge the car somewhere, somewhere to charge the car, where (should|shall|may|might) (i|we) charge, where to charge, better charge, better charge somewhere, charge somewhere, charging station, charging stations, charger, chargers, charge point, charging point, supercharger, "
        "superchargers, fast charger, rapid charger, ev charger, ev charging, charging spot, (somewhere|place|spot) to charge, "
        "electric charging station, where (can|do|could) (i|we) charge, charging pile, charging facility, ev station, charge station, "
        "need to charge, (somewhere|place|spot) to plug in, need to charge the car, need to recharge, (somewhere|place) to recharge, "
        "where (can|do|could) (i|we) plug in, have to charge, charging points, charging place, ev chargers, should charge soon, must charge",
        "fuel_station": "(nearest|closest|next|nearby) pump, (garage|station|place|somewhere) for (petrol|diesel|fuel|gas), time to (refuel|fuel up|fill up|tank up), where (should|shall|may|might) (i|we) (refuel|fill up|tank up), where to (refuel|fill up), gas station, gas stations, petrol station, petrol stations, fuel station, filling station, service station, "
        "fuel stop, (somewhere|place) to (refuel|fuel up|get gas|fill up|tank), where (can|do|could) (i|we) (refuel|fuel up|get gas|fill up|tank up), "
        "need (gas|petrol|fuel|diesel), need to (refuel|fuel up|get gas|fill up|get petrol|fill the tank|get fuel|buy gas|tank up|get some gas), "
        "need some (gas|petrol|fuel|diesel), fuel pump, petrol pump, gas pump, have to refuel, fill it up, get some (gas|petrol|fuel), "
        "(somewhere|place) to get (fuel|petrol|diesel), fuel stations, fill up the tank, fill the tank",
        "parking": "multi storey, multistorey, ncp, leave the car somewhere, somewhere to leave the car, leave the car, put the car somewhere, (somewhere|place|spot) for the car, where (should|shall|may|might|will) (i|we) park, where to park, park the car here, parking, car park, car parks, parking lot, parking lots, parking garage, parking space, parking spot, parking place, "
        "(somewhere|place|spot) to park, where (can|do|could) (i|we) park, parking area, need to park, parking structure, spot for the car, "
        "parking house, free parking, a space to park, parking spaces, parking spots, park and ride, multi storey car park, carpark",
        "restaurant": "anywhere to eat, anywhere (decent|nice|good) to eat, stop for (lunch|dinner|breakfast|food|a bite|a snack|a meal), time for (lunch|dinner|breakfast), where (should|shall|may|might) (i|we) eat, where to eat, (somewhere|place|anywhere) (decent|nice|good|cheap|quick) to eat, restaurant, restaurants, diner, eatery, (somewhere|place|spot|something) to eat, food, where (can|do|could) (i|we) eat, "
        "grab a bite, bite to eat, get (food|dinner|lunch|breakfast), place for (lunch|dinner|breakfast), want to eat, need to eat, "
        "need food, some (lunch|dinner|food|breakfast), somewhere for (lunch|dinner|breakfast), get some (food|lunch|dinner), "
        "need something to eat, have (lunch|dinner|breakfast), get something to eat, bistro, food place, places to eat, place for food",
        "toilet": "go potty, potty, the potty, go wee wee, need a wee wee, need to wee, toilet, toilets, restroom, restrooms, bathroom, bathrooms, washroom, loo, lavatory, public toilet, public toilets, "
        "need to pee, need the (loo|toilet|bathroom|restroom), have to pee, need to use the (bathroom|toilet|restroom|washroom|loo), "
        "need a (pee|wee|bathroom break|toilet break|bathroom|loo break), public restroom, the gents, the ladies, wc, go to the toilet, "
        "got to pee, use the (bathroom|toilet|restroom|washroom|loo), go pee, bathroom break, nature calls, nature is calling, "
        "need to go to the (bathroom|toilet|restroom|loo), take a leak, comfort stop, rest room",
        "hospital": "a e, hospital, hospitals, emergency room, emergency department, a and e, er, urgent care, the clinic, medical center, "
        "emergency clinic, need a doctor, casualty department, need a hospital, accident and emergency, medical help, need medical help",
        "home": "home, my house, my home, my place, home address, house, my apartment, my flat, back home, our house, our home, our place, homeward",
        "work": "work, the office, my office, my work, my workplace, workplace, office, to the company, my company, my job, place of work",
    },
    "zh": {
        "charging_station": "给车充电, 给车充个电, 充电站, 充电桩, 充电的地方, 充电点, 超充站, 超充, 快充站, 充电场, 哪里能充电, 哪里可以充电, 找地方充电, 要充电, 想充电, 需要充电, 去充电, 快充桩, 得充电, 该充电, 充个电, 充点电, 哪能充电, 超级充电站, 换电站, 哪儿能充电, "
        "哪儿可以充电, 找个地方充电, 补电, 补个电, 充会儿电, 充一下电",
        "fuel_station": "(得|要|想|该|)加(点|个|些|)(柴油|汽油), 给车加油, 加油站, 加油的地方, 哪里能加油, 哪里可以加油, 加油, 加个油, 去加油, 找地方加油, 加点油, 要加油, 想加油, 该加油, 得加油, 哪能加油, 加气站, 哪儿能加油, 哪儿可以加油, 加一下油, 中石化加油, 加满油",
        "parking": "(找|)(个|)地方(把车停|停一下|停下|停), 找(个|)地儿停, 停哪儿, 停哪里, 停哪, 车停哪, 车停哪儿, 车停哪里, 车子停哪儿, 车子停哪里, 车子停哪, 停在哪, 停在哪儿, 停在哪里, 停到哪, 停车场, 停车位, 车位, 停车, 停车的地方, 地下停车场, 哪里能停车, 哪里可以停车, 找地方停车, 停车库, 停车楼, 哪能停车, 停车点, 找个地方停车, 地方停车, 哪儿能停车, 哪儿可以停车, 停车地方, 找车位, 地库, 泊车位",
        "restaurant": "好吃的(馆子|饭馆|餐厅|餐馆|饭店|店), 吃个(晚饭|午饭|早饭|中饭|夜宵|宵夜|早点), 开饭, 搓一顿, 撮一顿, 垫垫肚子, 填肚子, 馆子, 像样的馆子, 吃饭的馆子, 小馆子, 找点东西吃, 找点吃的, 弄点吃的, 买点吃的, 吃点儿, 餐厅, 饭店, 餐馆, 吃饭的地方, 饭馆, 吃饭, 哪里能吃饭, 哪里可以吃饭, 吃点东西, 吃东西, 吃的, 找地方吃饭, 吃的地方, 吃个饭, 美食, 酒楼, 吃午饭, 吃晚饭, 吃早饭, 小吃店, 吃点啥, 吃点什么, 吃早餐, 吃午餐, 吃晚餐, 吃顿饭, 食堂, 好吃的, 小饭馆, 吃点饭, 吃口饭",
        "toilet": "尿尿, 拉屎, 嗯嗯, 便便, 上大号, 上小号, 解个手, 厕所, 洗手间, 卫生间, 公厕, 公共厕所, 上厕所, 上个厕所, 想尿尿, 方便一下, 尿急, 公共卫生间, 想小便, 上洗手间, 上卫生间, 内急, 茅房, 解手, 去趟厕所, 撒尿, 憋不住, 嘘嘘, 拉肚子要",
        "hospital": "医院, 急诊, 急诊室, 诊所, 卫生院, 看医生, 看急诊, 去看病, 看病, 急救中心, 人民医院急诊",
        "home": "回家, 家, 我家, 家里, 家里去, 回我家, 回家里, 返家, 回家去, 回家吧, 回家的路",
        "work": "公司, 上班, 单位, 办公室, 我公司, 我单位, 去上班, 上班的地方, 我们公司, 回公司, 去公司, 工作的地方, 写字楼上班, 到公司",
    },
}

AVOID: dict[Language, dict[str, str]] = {
    "en": {
        "motorway": "motorway, motorways, highway, highways, freeway, freeways, interstate, expressway, expressways, autobahn, "
        "interstates, express way",
        "toll": "toll gates, toll gate, toll plazas, toll, tolls, toll road, toll roads, tollway, paid road, paid roads, toll booths, toll booth, pay roads",
        "ferry": "ferry, ferries, boats",
    },
    "zh": {
        "motorway": "高速, 高速公路, 快速路, 上高速, 走高速, 高架",
        "toll": "收费的, 要收费的, 花钱的, 收钱的, 要钱的, 收费, 收费路, 收费站, 过路费, 收费路段, 收费公路, 要钱的路, 收费道路, 付费道路, 高速费",
        "ferry": "坐轮渡, 坐渡轮, 坐船, 乘船, 搭船, 乘轮渡, 上船, 船, 轮渡, 渡轮, 摆渡, 渡口, 渡船",
    },
}
